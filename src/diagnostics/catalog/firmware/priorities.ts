import { row } from '../row.js';

export interface OfDescriptor {
  /** Its place in the package of descriptors. */
  readonly number: number;
}

/** Problems of Resource Priority. */
export const FIRMWARE_PRIORITIES = {
  'firmware/resource-priority-type': row<{ is: string }>({
    severity: 'warning',
    section: 'fwts: Method_CPCResourcePriorityType',
    message: (f) => `resource_priority is ${f.is}, not a Package`,
    help: () => 'an empty Package means "not supported", and every reader accepts it',
  }),
  'firmware/resource-priority-flat': row<object>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityDescriptorType',
    message: () => 'resource_priority is one descriptor, not a Package of descriptors',
    help: () => 'the outer Package is missing, as in early Intel firmware of revision 4',
  }),
  'firmware/resource-priority-descriptor': row<OfDescriptor & { is: string; right: number }>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityDescriptorCount',
    message: (f) => `resource priority ${f.number} is ${f.is}, not a Package of ${f.right}`,
    help: () => 'a descriptor has resources, enable value and register, priority count and register',
  }),
  'firmware/resource-priority-resources': row<OfDescriptor & { is: string }>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityControlledResourcesType',
    message: (f) => `the controlled resources of resource priority ${f.number} are ${f.is}`,
    help: () => 'they are a Package of at least one Integer',
  }),
  'firmware/resource-priority-element': row<OfDescriptor & { title: string; integer: boolean; is: string }>({
    severity: 'error',
    section: 'fwts: Method_CPCResourcePriorityRegisterType, …EnableRegisterType, …BadType',
    message: (f) => `${f.title} of resource priority ${f.number} is ${f.is}`,
    help: (f) => (f.integer ? 'it must be an Integer or a register' : 'it must be a register'),
  }),
} as const;
