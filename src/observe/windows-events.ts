import { parseXml, type XmlElement, XmlError } from '@rgrove/parse-xml';
import { MOST_PROCESSORS } from '../../grammar/machines.js';
import { NO_STATE_TYPE, PROCESSOR_EVENT, SECONDS_OF_A_BOOT, STATE_TYPES } from '../../grammar/windows.js';

/** What Windows logged of a logical processor. */
export interface ProcessorEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly group: number;
  /** In its group. */
  readonly number: number;
  /** In MHz. */
  readonly nominalFrequency: number;
  /** highest_perf in percent of nominal_perf, where Windows took the _CPC. */
  readonly maximumPercent: number;
  /** Undefined in a language that is not known here. */
  readonly stateType: StateType | undefined;
  /** The words of the message for it. */
  readonly stateWords: string | undefined;
  readonly computer: string;
}

type StateType = (typeof STATE_TYPES)[keyof typeof STATE_TYPES];

export interface ProcessorEvents {
  /** Of the newest boot, by group and number. */
  readonly newest: readonly ProcessorEvent[];
  /** The newest of the other boots, if there are any. */
  readonly before: readonly ProcessorEvent[];
  /** Elements that are no event 55 of a processor, or are damaged. */
  readonly others: number;
  /** The last event has no end. */
  readonly isCut: boolean;
}

/** Some KiB are real; a longer one is something else. */
const MOST_CHARACTERS = 32_768;
const MOST_EVENTS = MOST_PROCESSORS * 16;

/** Reads the `<Event>` elements in a text, whatever else it has around them. Windows logs one for each processor at every boot. */
export function readProcessorEvents(text: string): ProcessorEvents {
  const events: ProcessorEvent[] = [];
  let others = 0;
  let isCut = false;
  for (const xml of eventsIn(text)) {
    if (events.length + others === MOST_EVENTS) break;
    if (xml === undefined) isCut = true;
    else {
      const event = xml.length > MOST_CHARACTERS ? undefined : eventOf(xml);
      if (event) events.push(event);
      else others++;
    }
  }
  const boots = bootsOf(events);
  return { newest: boots[0] ?? [], before: boots[1] ?? [], others, isCut };
}

/** The texts of the elements; undefined for one without an end. */
function* eventsIn(text: string): Generator<string | undefined> {
  const begin = /<Event[\s>]/g;
  for (let start = begin.exec(text); start; start = begin.exec(text)) {
    const end = text.indexOf(END, start.index);
    yield end < 0 ? undefined : text.slice(start.index, end + END.length);
    if (end < 0) return;
    begin.lastIndex = end + END.length;
  }
}

const END = '</Event>';

function eventOf(xml: string): ProcessorEvent | undefined {
  const root = parsed(xml);
  const system = root && child(root, 'System');
  if (!system || attribute(system, 'Provider', 'Name') !== PROCESSOR_EVENT.provider) return undefined;
  if (child(system, 'EventID')?.text.trim() !== String(PROCESSOR_EVENT.id)) return undefined;
  const time = Date.parse(withMilliseconds(attribute(system, 'TimeCreated', 'SystemTime')));
  const data = dataOf(root);
  const [group, number, nominalFrequency, maximumPercent] = NUMBERS.map((name) => numberIn(data.get(name)));
  if (group === undefined || number === undefined || nominalFrequency === undefined || maximumPercent === undefined)
    return undefined;
  if (Number.isNaN(time)) return undefined;
  const stateWords = stateWordsOf(root);
  const implementation = numberIn(data.get('PerformanceImplementation'));
  return {
    time,
    group,
    number,
    nominalFrequency,
    maximumPercent,
    stateType: stateTypeOf(stateWords, implementation),
    stateWords,
    computer: child(system, 'Computer')?.text.trim() ?? '',
  };
}

const NUMBERS = ['Group', 'Number', 'NominalFrequency', 'MaximumPerformancePercent'] as const;

function parsed(xml: string): XmlElement | undefined {
  try {
    return parseXml(xml).root ?? undefined;
  } catch (error) {
    if (error instanceof XmlError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((one): one is XmlElement => one.type === 'element' && (one as XmlElement).name === name);
}

function attribute(element: XmlElement, name: string, key: string): string {
  return child(element, name)?.attributes[key] ?? '';
}

function dataOf(root: XmlElement): ReadonlyMap<string, string> {
  const data = child(root, 'EventData')?.children ?? [];
  return new Map(
    data.flatMap((one): [string, string][] => {
      const { name, attributes, text } = one as XmlElement;
      return name === 'Data' && attributes['Name'] !== undefined ? [[attributes['Name'], text.trim()]] : [];
    }),
  );
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Windows writes seven or nine digits of the seconds, Date.parse reads three. */
function withMilliseconds(time: string): string {
  return time.replace(/(\.\d{3})\d{1,6}/, '$1');
}

/** Of `Performance state type: ACPI … Control Nominal Frequency (MHz): 3900`, in one line or in several. */
function stateWordsOf(root: XmlElement): string | undefined {
  const message = child(root, 'RenderingInfo');
  const text = (message && child(message, 'Message')?.text) ?? '';
  const [, words] = /Performance state type:\s*([^\r\n]{1,200}?)\s*(?:Nominal Frequency|[\r\n]|$)/.exec(text) ?? [];
  return words;
}

function stateTypeOf(words: string | undefined, implementation: number | undefined): StateType | undefined {
  if (words !== undefined && Object.hasOwn(STATE_TYPES, words)) return STATE_TYPES[words as keyof typeof STATE_TYPES];
  return implementation === NO_STATE_TYPE ? 'none' : undefined;
}

/** The events by boot, the newest boot first; of a processor that has two in one boot, the newer counts. */
function bootsOf(events: readonly ProcessorEvent[]): ProcessorEvent[][] {
  const newestFirst = [...events].sort((a, b) => b.time - a.time);
  const boots: Map<string, ProcessorEvent>[] = [];
  let begin = Number.POSITIVE_INFINITY;
  for (const event of newestFirst) {
    if (event.time < begin - SECONDS_OF_A_BOOT * 1000) {
      begin = event.time;
      boots.push(new Map());
    }
    const boot = boots.at(-1);
    const key = `${event.group} ${event.number}`;
    if (boot && !boot.has(key)) boot.set(key, event);
  }
  return boots.map((boot) => [...boot.values()].sort((a, b) => a.group - b.group || a.number - b.number));
}
