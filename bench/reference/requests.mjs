// As many requests as a run of ours, in the same dependent rounds, and nothing else: no command line, no
// judgement, no report. What node and its HTTP client need alone, and no program that runs on them can beat.
// usage: node bench/reference/requests.mjs ORIGIN REQUESTS[,REQUESTS …] (a round each), the token in QA_TOKEN
import http from 'node:http';

const [origin, rounds] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true });
const headers = { authorization: `Bearer ${process.env.QA_TOKEN}` };

const read = () =>
  new Promise((resolve, reject) => {
    http
      .get(`${origin}/api/users/personalization/`, { agent, headers }, (answer) => {
        answer.on('end', resolve).resume();
      })
      .on('error', reject);
  });

for (const requests of rounds.split(',')) await Promise.all(Array.from({ length: Number(requests) }, read));
agent.destroy();
