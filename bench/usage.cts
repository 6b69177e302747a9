// Loaded before anything else of a measured process: at its end, what it used goes to descriptor 3.
process.on("exit", () => {
  const { readFileSync, writeSync } = process.getBuiltinModule("node:fs");
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(
    3,
    JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: peak(maxRSS) }),
  );

  /** On Linux `maxRSS` is at least what the parent had when it forked; the kernel's own high-water mark is not. */
  function peak(maxRss: number): number {
    if (process.platform !== "linux") return maxRss / 1024;
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024;
  }
});
