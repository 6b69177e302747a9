/** A site that gets a file. */
export interface ChosenSite {
  /** Its name in the files, and of its file. */
  readonly name: string;
  /** What Site Manager calls it; null where that is not known. */
  readonly label: string | null;
  readonly siteId: string;
  readonly timezone: string;
}

/** What `init` writes files about. */
export interface Chosen {
  readonly teamId: string;
  readonly sites: readonly ChosenSite[];
  /** SiteIds and names of those whose time zone nobody said, and nothing tells. */
  readonly leftOut: readonly { readonly siteId: string; readonly name: string }[];
}
