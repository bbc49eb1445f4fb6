/** QEMU reads a table when it starts, not when the guest restarts. */
export const RESTART =
  'shut the VM down and start it again, because QEMU reads the table only when it starts; then make the report again';

/** `2026-02-03 08:15 UTC` */
export function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
