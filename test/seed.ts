import fc from "fast-check";

// A merge is not blocked by luck: properties try the same values each time. `SEED=$RANDOM npm test` looks further.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20261123) });
