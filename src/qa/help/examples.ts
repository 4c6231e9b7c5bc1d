type Example = readonly [line: string, what: string];

/** Three command lines for each command, as one would type them. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  'verify-mute': [
    ['qa verify-mute - < token.txt', 'prove the endpoints of the default target'],
    ['qa verify-mute --token-file token.txt --read-only', 'look, and mute nothing'],
    ['qa verify-mute --target local', 'against qa dev, with its own token'],
  ],
  'verify-railway': [
    ['qa verify-railway --base-url https://host', 'liveness, readiness, edge, TLS'],
    ['qa verify-railway --expect-commit auto', 'the commit checked out here must run'],
    ['qa verify-railway --observe 30s -f junit=report.xml', 'over time, for a build'],
  ],
  'inspect-fk': [
    ['qa inspect-fk', 'every user table of the database'],
    ['qa inspect-fk public.mutes --orphans', 'one table, and rows without a parent'],
    ['qa inspect-fk -f html=keys.html', 'with a drawing of the keys'],
  ],
  'inspect-locks': [
    ['qa inspect-locks', 'who waits for whom, now'],
    ["qa inspect-locks --would-block 'alter table t add c int'", 'who would be waited for'],
    ['qa inspect-locks -f json', 'for a program'],
  ],
  'inspect-sessions': [
    ['qa inspect-sessions', 'what is in force through this connection'],
    ['qa inspect-sessions --fail-on warning', 'a warning fails too'],
    ['qa inspect-sessions -v', 'what is clear as well'],
  ],
  'inspect-migrations': [
    ['qa inspect-migrations --versions-dir alembic/versions', 'the database against the code'],
    ['qa inspect-migrations --expect-head 1a2b3c4d5e6f', 'without the code'],
    ['qa inspect-migrations --versions-dir v -f mermaid', 'the chain, drawn'],
  ],
  diagnose: [
    ['qa diagnose', 'with whatever access there is'],
    ['qa diagnose --token-file token.txt --versions-dir alembic/versions', 'with all of it'],
    ['qa diagnose --from report.json', 'saved reports again, nothing is contacted'],
  ],
  'repair-fk': [
    ['qa repair-fk public.mutes.mutes_theme_id_fkey', 'the plan'],
    ['qa repair-fk public.mutes.mutes_theme_id_fkey --apply', 'do it, after asking'],
    ['qa repair-fk public.mutes.mutes_theme_id_fkey -o plan.sql', 'the plan, in a file'],
  ],
  recover: [
    ['qa recover - < token.txt', 'undo what an interrupted run left'],
    ['qa recover --token-file token.txt', 'the token from a file'],
    ['qa recover --target local', 'of a run against qa dev'],
  ],
  dev: [
    ['qa dev', 'a healthy API on a database of its own'],
    ['qa dev --incident foreign-key-wrong-target', 'with something to find'],
    ['qa dev --port 8000', 'on a port of your own'],
  ],
  checks: [
    ['qa checks', 'every check, a line each'],
    ['qa checks --format json', 'all that is known of them'],
    ['qa checks | grep orphan', 'those about one thing'],
  ],
  explain: [
    ['qa explain orphan-rows', 'why it matters and what to do'],
    ['qa explain lost-mute', 'the same of a mute'],
    ['qa explain foreign-key-wrong-target', 'the same of a cause'],
  ],
  render: [
    ['qa render report.json', 'a saved report, for people'],
    ['qa render report.json -f html -o report.html', 'as a page'],
    ['qa inspect-fk -f json | qa render - -f markdown', 'from standard input'],
  ],
  diff: [
    ['qa diff yesterday.json today.json', 'what came and went'],
    ['qa diff yesterday.json today.json -f json', 'for a program'],
    ['qa verify-railway -f json | qa diff before.json -', 'against what is so now'],
  ],
  history: [
    ['qa history', 'the last recorded runs, and what changed since the last green one'],
    ['qa history verify-railway', 'of one command'],
    ['qa history --last 50 -f json', 'for a program'],
  ],
  fleet: [
    ['qa fleet targets.yaml --run verify-railway', 'one command line on many targets'],
    ['qa fleet targets.yaml --run "inspect-fk --orphans"', 'and on their databases'],
    ['qa fleet targets.yaml --run verify-railway -f junit', 'one report of them all'],
  ],
  'merge-reports': [
    ['qa merge-reports a.json b.json', 'one report of two'],
    ['qa merge-reports shard-*.json -f junit -o all.xml', 'of the shards of a build'],
    ['qa merge-reports a.json b.json -f html -o all.html', 'as a page'],
  ],
  init: [
    ['qa init', 'asks, writes qa.config.json, and says what is seen with it'],
    ['qa init --base-url https://api.example.com --environment production', 'from flags'],
    ['qa init --check', 'writes nothing: what can be reached, with which rights'],
  ],
  completion: [
    ['source <(qa completion bash)', 'in ~/.bashrc'],
    ['source <(qa completion zsh)', 'in ~/.zshrc, behind compinit'],
    ['qa completion fish > ~/.config/fish/completions/qa.fish', 'once, for fish'],
  ],
};
