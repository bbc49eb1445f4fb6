import { MOST_WORD_CHARACTERS } from '../../../grammar/qemu-options.js';
import { cpuModelOf, modelName } from '../../cpc/cpu-model.js';
import type { Place } from '../../diagnostics/diagnostic.js';
import { readCpuValue } from './cpu-value.js';
import type { Vm } from './vm.js';

/** A model and flags in one word: `host,hv-time,+topoext`. */
export function isBareCpu(text: string): boolean {
  if (text.length > MOST_WORD_CHARACTERS) return false;
  return /^[\w.-]+(?:,[^\s,]+)+\s*$/.test(text) || /^(?:host|max|EPYC[\w-]*)\s*$/.test(text);
}

/** The same with a model or a flag that only QEMU has. */
export function isCpuValue(text: string): boolean {
  const model = modelName(text.trim());
  return (
    isBareCpu(text.trim()) && (QEMU_MODELS.test(model) || cpuModelOf(model) !== undefined || /,[+-]?hv[-_]/.test(text))
  );
}

const QEMU_MODELS = /^(?:host|max|base|kvm64|qemu64|EPYC[\w-]*|x86-64-v[1-4][\w-]*)$/;

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
