import { formatMarker, type Marker, readMarker } from "./marker.ts";
import type { Post, Repository } from "./repository.ts";

/** What was done about a comment or an issue. */
export interface Upsert {
  readonly did: "created" | "replaced" | "kept";
  /** The comment's id, or the number. */
  readonly id: number;
}

/**
 * Writes the one comment of its kind on a pull request or issue: the one that has the marker and is by `author` is
 * replaced where its marker differs, and kept where it is the same; where there is none it is created.
 */
export async function upsertComment(
  repository: Repository,
  author: string,
  number: number,
  marker: Marker,
  markdown: string,
): Promise<Upsert> {
  const body = `${formatMarker(marker)}\n${markdown}`;
  const before = findOurs(await repository.comments(number), author, marker.kind);
  if (before === null) return { did: "created", id: await repository.addComment(number, body) };
  if (isSameState(before.marker, marker)) return { did: "kept", id: before.post.id };
  await repository.changeComment(before.post.id, body);
  return { did: "replaced", id: before.post.id };
}

/** A post of ours with its marker. */
export interface OurPost {
  readonly post: Post;
  readonly marker: Marker;
}

/** The oldest post of a kind that is by `author`, or null: a marker alone proves nothing. */
export function findOurs(posts: readonly Post[], author: string, kind: Marker["kind"]): OurPost | null {
  for (const post of posts) {
    const marker = readMarker(post.body);
    if (marker?.kind === kind && post.author === author) return { post, marker };
  }
  return null;
}

/** True where a text need not be written again. A text without a digest always is. */
export function isSameState(a: Marker, b: Marker): boolean {
  return a.digest !== "" && a.digest === b.digest && a.state === b.state;
}
