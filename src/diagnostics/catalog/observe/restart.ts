/** QEMU reads a table when it starts, not when the guest restarts. */
export const RESTART =
  'shut the VM down and start it again, because QEMU reads the table only when it starts; then make the report again';
