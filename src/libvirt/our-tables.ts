/** Whether a table is one that this spec has or had: `<stem>.aml`, or a part of it as `<stem>-2.aml`, in any folder. */
export function isOurTable(path: string, stem: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith(stem) && /^(?:-[1-9]\d*)?\.aml$/.test(name.slice(stem.length));
}
