import { row } from '../row.js';
import type { Where } from './where.js';

const PRIORITY = 'ACPI 6.6 §8.4.6.1.2.7';

export interface OfDescriptor extends Where {
  /** Its place in the package of descriptors. */
  readonly number: number;
}

/** Problems of Resource Priority. */
export const TABLE_PRIORITIES = {
  'table/resource-priority-type': row<Where & { is: string }>({
    severity: 'warning',
    section: 'fwts: Method_CPCResourcePriorityType',
    message: (f) => `${f.where}: resource_priority is ${f.is}, not a Package`,
    help: () => 'an empty Package says that there is none, and every reader takes it',
  }),
  'table/resource-priority-flat': row<Where>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityDescriptorType',
    message: (f) => `${f.where}: resource_priority is one descriptor, not a Package of descriptors`,
    help: () => 'the outer Package is missing, as in early Intel firmware of revision 4',
  }),
  'table/resource-priority-descriptor': row<OfDescriptor & { is: string; right: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityDescriptorCount',
    message: (f) => `${f.where}: resource priority ${f.number} is ${f.is}, not a Package of ${f.right}`,
    help: () => 'a descriptor has resources, enable value and register, priority count and register',
  }),
  'table/resource-priority-resources': row<OfDescriptor & { is: string }>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityControlledResourcesType',
    message: (f) => `${f.where}: the controlled resources of resource priority ${f.number} are ${f.is}`,
    help: () => 'they are a Package of at least one Integer',
  }),
  'table/resource-priority-element': row<OfDescriptor & { title: string; integer: boolean; is: string }>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityRegisterType, …EnableRegisterType, …BadType',
    message: (f) => `${f.where}: ${f.title} of resource priority ${f.number} is ${f.is}`,
    help: (f) => (f.integer ? 'it is an Integer or a register' : 'it can only be a register'),
  }),
  'table/resource-priority-count': row<OfDescriptor & { count: bigint; least: bigint }>({
    severity: 'error',
    section: PRIORITY,
    message: (f) =>
      `${f.where}: resource priority ${f.number} has ${f.count} as its count; fewer than ${f.least} order nothing`,
    help: () => 'the count says how many priorities the register takes',
  }),
} as const;
