// What lintian reports of the executable, and why it stays.

const OVERRIDES = [
  {
    tag: 'embedded-library zlib [usr/bin/cppc-acpi]',
    why: 'Node.js contains its libraries, so that it runs on any Debian.',
  },
  { tag: 'hardening-no-pie [usr/bin/cppc-acpi]', why: 'This is the executable that Node.js publishes.' },
  { tag: 'copyright-file-contains-full-apache-2-license', why: 'The licence of Node.js is repeated as it is.' },
  { tag: 'old-fsf-address-in-copyright-file', why: 'The licence of Node.js is repeated as it is.' },
] as const;

/** For /usr/share/lintian/overrides. */
export function overridesFile(name: string): string {
  return OVERRIDES.map(({ tag, why }) => `# ${why}\n${name}: ${tag}\n`).join('');
}
