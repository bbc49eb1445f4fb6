import type { Place } from '../../diagnostics/diagnostic.js';
import { readCpuValue } from './cpu-value.js';
import type { Vm } from './vm.js';

/** A bare value of `-cpu`, such as `host,hv-time,topoext`. */
export function readBareCpu(text: string, file: string): Vm {
  const start = text.length - text.trimStart().length;
  const line = text.slice(0, start).split('\n').length;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1) + 1;
  const placeAt = (index: number): Place => ({ file, line, column: column + index });
  return {
    kind: 'cpu',
    file,
    place: placeAt(0),
    cpu: readCpuValue(text.trim(), placeAt),
    lostCpus: [],
    hostDevices: [],
    variables: [],
  };
}
