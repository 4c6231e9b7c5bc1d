/** What `qa dev` needs of the reference API. */
export { listIncidents, type Incident } from './incidents.ts';
export { serve, type Served } from './serve.ts';
