import { describeIncidents } from '../support/judge-incident.ts';

await describeIncidents(/^[p-z]/);
