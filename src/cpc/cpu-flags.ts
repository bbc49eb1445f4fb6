/** A flag after the model in a `-cpu` value, with its index there. */
interface CpuFlag {
  /** With `-` for `_`, as QEMU names its properties. */
  readonly name: string;
  /** `on` for `flag` and `+flag`, `off` for `-flag`. */
  readonly value: string;
  readonly index: number;
}

/**
 * The flags of a `-cpu` value in the order in which QEMU applies them: each `flag=`, then each `+flag`, then each `-flag`,
 * wherever they stand (x86_cpu_parse_featurestr, x86_cpu_expand_features). A comma ends every value.
 */
export function cpuFlags(word: string): readonly CpuFlag[] {
  const [model = '', ...words] = word.split(',');
  let index = model.length + 1;
  const flags = words.map((text): CpuFlag => {
    const at = index;
    index += text.length + 1;
    return flagIn(text, at);
  });
  const rank = ({ index: at }: CpuFlag) => '+-'.indexOf(word.charAt(at));
  return flags.filter(({ name }) => name !== '').sort((a, b) => rank(a) - rank(b));
}

function flagIn(text: string, index: number): CpuFlag {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (sign) return { name: propertyName(rest), value: sign === '+' ? 'on' : 'off', index };
  const at = rest.indexOf('=');
  if (at < 0) return { name: propertyName(rest), value: 'on', index };
  return { name: propertyName(rest.slice(0, at)), value: rest.slice(at + 1), index };
}

function propertyName(text: string): string {
  return text.replaceAll('_', '-');
}
