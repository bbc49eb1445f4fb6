import { createHash } from 'node:crypto';
import type { CpcTable, Processor } from '../cpc/ir.js';
import { jsonText } from '../diagnostics/words.js';
import { entriesToJson, integerToJson } from '../firmware/entry-json.js';
import { type Format, type Output, textFile } from './format.js';

/** The resolved table for other programs, and the outputs of the build. */
export const JSON_TABLE: Format = {
  name: 'json',
  about: 'the resolved table, and the SHA-256 of each output',
  text: true,
  emit: ({ table }, { stem }, made) => {
    const value = {
      schema: 1,
      table: headOf(table),
      processors: processorsToJson(table),
      outputs: made.map(outputToJson),
    };
    return [textFile(`${stem}.json`, jsonText(value))];
  },
};

function headOf({ revision, objects, machine, layout, variant, ...header }: CpcTable) {
  return {
    oem_id: header.oemId,
    oem_table_id: header.oemTableId,
    oem_revision: header.oemRevision,
    creator_id: header.creatorId,
    creator_revision: header.creatorRevision,
    cpc_revision: revision,
    objects,
    machine,
    layout,
    ...(variant !== undefined && { variant }),
  };
}

/** One object per vCPU, in their order. */
export function processorsToJson({ processors, revision }: CpcTable) {
  return processors.map((processor) => processorToJson(processor, revision));
}

function processorToJson(processor: Processor, revision: number) {
  return {
    vcpu: processor.vcpu,
    path: processor.path,
    core: processor.core,
    thread: processor.thread,
    host_thread: hostThreadToJson(processor.hostThreads),
    domain: integerToJson(processor.domain),
    coord_type: processor.coordType,
    num_processors: integerToJson(processor.numProcessors),
    levels: Object.fromEntries(Object.entries(processor.known).map(([key, value]) => [key, integerToJson(value)])),
    entries: entriesToJson(processor.stated, revision),
  };
}

/** A number for a single thread, else the cpuset. */
function hostThreadToJson(pin: Processor['hostThreads']): number | string | null {
  const [first = null, second] = pin?.threads ?? [];
  return pin && second !== undefined ? pin.text : first;
}

/** Name, length and hash of an output. */
export function outputToJson({ format, file, content }: Output) {
  return { format, file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

/** The same with the output itself: text as `content`, bytes as `base64`. */
export function contentToJson(output: Output, isText: boolean) {
  const { content } = output;
  const text = isText ? { content: new TextDecoder('utf-8', { ignoreBOM: true }).decode(content) } : undefined;
  return { ...outputToJson(output), ...(text ?? { base64: Buffer.from(content).toString('base64') }) };
}
