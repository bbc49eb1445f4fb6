/** A value for QEMU's `key=value,…` options: a comma ends it unless it is doubled (util/qemu-option.c). */
export function escapeValue(text: string): string {
  return text.replaceAll(',', ',,');
}

/** The value of a key among QEMU's `key=value,…`, without the escapes; undefined where the key is not there. */
export function valueOfKey(options: string, key: string): string | undefined {
  const pairs = options.replaceAll(',,', '\0').split(',');
  const pair = pairs.find((one) => one.startsWith(`${key}=`));
  return pair?.slice(key.length + 1).replaceAll('\0', ',');
}
