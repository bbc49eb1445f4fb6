import type { Severity } from '../../../diagnostics/catalog/row.js';
import { CATALOG } from '../../../diagnostics/catalog.js';
import type { Code } from '../../../diagnostics/diagnostic.js';
import { isShownForSpec, rulesOf } from '../../../guest/judge.js';

/** The severity of a code for guests of `--guest`, and for those of `os`, where it may not be shown. */
interface SeverityOfGuests {
  readonly named: Severity;
  readonly others: Severity | null;
}

/** Nothing where the severity is the same for every guest, or no guest is concerned. */
export function severityOfGuests(code: Code): SeverityOfGuests | undefined {
  const { severity } = CATALOG[code];
  const rules = rulesOf(code);
  const refuses = rules.some(({ effect }) => effect === 'refused' || effect === 'harmful');
  const named = refuses ? 'error' : severity;
  const others = rules.length === 0 || isShownForSpec({ severity, code }) ? severity : null;
  return named === others ? undefined : { named, others };
}

const MEANING: Readonly<Record<Severity, string>> = {
  error: 'error; no output is written',
  warning: 'warning; an error with --strict',
  note: 'note',
};

/** `error for a guest of --guest; else warning, an error with --strict` */
export function severityWords(code: Code): string {
  const { severity } = CATALOG[code];
  // `--strict` makes such a note a warning, for guests of `--guest` alone.
  const strict = severity === 'note' && rulesOf(code).some(({ effect }) => effect === 'unranked');
  const ofGuests = severityOfGuests(code);
  if (!ofGuests) return strict ? 'note; a warning with --guest and --strict' : MEANING[severity];
  const { named, others } = ofGuests;
  const rest = others === null ? 'not shown for other guests' : `else ${others}, and an error with --strict`;
  return `${named} for a guest of --guest; ${strict ? 'with --strict a warning; ' : ''}${rest}`;
}
