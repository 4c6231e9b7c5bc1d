/** What `qa dev` needs of the reference API. */
export { faults, findFault } from './faults/index.ts';
export { combine, listIncidents } from './incidents/incidents.ts';
export type { Incident } from './incidents/shape.ts';
export type { Fault } from './patient.ts';
export { serve, type Served } from './serve.ts';
