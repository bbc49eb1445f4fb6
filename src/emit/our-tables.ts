/** Whether a path is a table of this spec, now or earlier: `<stem>.aml` or a part like `<stem>-2.aml`, in any folder. */
export function isOurTable(path: string, stem: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith(stem) && /^(?:-[1-9]\d*)?\.aml$/.test(name.slice(stem.length));
}
