#!/usr/bin/env node
// Imports nothing at its start, and has only syntax of old releases: any Node can read it, and say what is missing.

/** As "engines" in package.json. execa, which starts other programs, fails on 20.0 to 20.4. */
const LEAST = { major: 20, minor: 5 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor)) {
  import('./start.js');
} else {
  process.stderr.write(
    `cppc-acpi needs Node ${LEAST.major}.${LEAST.minor} or later; this is Node ${process.versions.node}\n`,
  );
  process.exitCode = 2;
}

export {};
