/**
 * What the build makes of the files in `schemas/` (`build/schema-modules.js`): validators that ajv has compiled before
 * the program runs. Valid data is answered with `true` and nothing else; otherwise `errors` has what is wrong until the
 * next call.
 */
interface BuiltValidator {
  (data: unknown): boolean;
  errors?: import("ajv/dist/2020.js").ErrorObject[] | null;
}

declare module "built:validators/declarations" {
  export const Project: BuiltValidator;
  export const Site: BuiltValidator;
  export const Residents: BuiltValidator;
  /** By file name, as they stand in `schemas/`. */
  export const schemas: Readonly<
    Record<"project.schema.json" | "site.schema.json" | "residents.schema.json", object>
  >;
}

declare module "built:validators/plan" {
  export const validatePlan: BuiltValidator;
}

declare module "built:validators/emulator-seed" {
  export const validateSeed: BuiltValidator;
}

declare module "built:validators/emulator-control" {
  export const faults: BuiltValidator;
  export const clock: BuiltValidator;
  export const onboard: BuiltValidator;
}

declare module "built:validators/answers" {
  export const teams: BuiltValidator;
  export const sites: BuiltValidator;
  export const mappings: BuiltValidator;
  export const residents: BuiltValidator;
}

declare module "built:version" {
  /** The version in `package.json`. */
  export const version: string;
}
