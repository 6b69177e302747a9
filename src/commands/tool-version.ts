import { version } from "built:version";

/** The version in `package.json`, as it was when the program was built. */
export function toolVersion(): string {
  return version;
}
