import type { Findings } from "../findings.ts";
import type { Repository } from "../repository.ts";

/** A rule that looks across entries or files. It reports every breach, naming both places where two clash. */
export type RepositoryRule = (repository: Repository, findings: Findings) => void;
