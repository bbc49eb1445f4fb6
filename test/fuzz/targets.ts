/** Every target, as its thread finds it. */
export const TARGETS = [
  { name: 'spec', extension: 'toml', module: moduleOf('spec') },
  { name: 'aml', extension: 'aml', module: moduleOf('aml') },
  { name: 'acpidump', extension: 'txt', module: moduleOf('acpidump') },
  { name: 'domain', extension: 'xml', module: moduleOf('domain') },
  { name: 'evaluate', extension: 'aml', module: moduleOf('evaluate') },
  { name: 'sysfs', extension: 'json', module: moduleOf('sysfs') },
  { name: 'vm', extension: 'txt', module: moduleOf('vm') },
  { name: 'report', extension: 'txt', module: moduleOf('report') },
  { name: 'capabilities', extension: 'xml', module: moduleOf('capabilities') },
] as const;

function moduleOf(name: string): string {
  return new URL(`./targets/${name}.js`, import.meta.url).href;
}
