// The bytes of a report as people bring them: a redirect of PowerShell writes UTF-16, a copied text has other line ends, and
// a terminal adds lines before and after.

import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.js';
import { fail, ok, type Result } from '../diagnostics/result.js';

/** Stands in the first line of a report, with its version. */
export const FIRST_WORDS = 'cppc-acpi report';
export const VERSION = 1;

export type System = 'linux' | 'windows';

export interface ReportText {
  readonly system: System;
  /** From the first line of the report on. */
  readonly text: string;
  /** Made by a script of ours; else events as wevtutil prints them. */
  readonly isOurs: boolean;
}

/** Finds the report in the bytes, and which system made it. */
export function findReport(bytes: Uint8Array, file: string): Result<ReportText> {
  const { isText, text: read } = decoded(bytes);
  const text = withLineFeeds(read);
  const [line, version, system] = FIRST_LINE.exec(text) ?? [];
  if (line === undefined) {
    const isEvents = /<Event[\s>]/.test(text);
    return isEvents
      ? ok({ system: 'windows', text, isOurs: false })
      : fail(notAReport(isText ? 'text' : 'bytes', file));
  }
  if (Number(version) !== VERSION || (system !== 'linux' && system !== 'windows'))
    return fail(diagnostic('observe/other-version', { file }, { line, version: VERSION }));
  return ok({ system, text: text.slice(text.indexOf(line)), isOurs: true });
}

const FIRST_LINE = new RegExp(`^${FIRST_WORDS} (\\d{1,4}) (\\w{1,20})`, 'm');

const [CR, LF] = [0x0d, 0x0a];

/** CRLF and a CR alone become LF. Millions of them take a regular expression seconds. */
function withLineFeeds(text: string): string {
  if (!text.includes('\r')) return text;
  const bytes = new TextEncoder().encode(text);
  let [length, before] = [0, 0];
  for (const byte of bytes) {
    if (byte !== LF || before !== CR) bytes[length++] = byte === CR ? LF : byte;
    before = byte;
  }
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function notAReport(is: 'bytes' | 'text', file: string): Diagnostic {
  return diagnostic('observe/not-a-report', { file }, { is });
}

interface Decoded {
  readonly text: string;
  /** It is all in the encoding. */
  readonly isText: boolean;
}

/** cmd.exe redirects in a code page: what a report is known by is ASCII, so other letters may be lost. */
function decoded(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), isText: true };
  } catch {
    return { text: new TextDecoder(encoding).decode(bytes), isText: false };
  }
}

/** By the byte order mark; without one, by the zeros that UTF-16 has in every letter of these reports. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}
