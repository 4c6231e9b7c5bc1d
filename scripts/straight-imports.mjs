import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * An esbuild plugin: what is imported from a door of re-exports is imported from where it stands. Splitting else puts
 * all that the door knows into one chunk, and a command would load the PostgreSQL driver to send a GET.
 */
export function straightImports(door) {
  return {
    name: 'straight-imports',
    setup(build) {
      const standing = readFile(door, 'utf8').then((text) => {
        const places = new Map();
        for (const [, names, from] of text.matchAll(/^export \{([^}]*)\} from '([^']+)';/gm)) {
          for (const entry of names
            .split(',')
            .map((each) => each.trim())
            .filter((each) => each !== '' && !each.startsWith('type '))) {
            places.set(entry, resolve(dirname(door), from));
          }
        }
        return places;
      });
      build.onLoad({ filter: /[\\/]src[\\/]qa[\\/].*\.ts$/ }, async ({ path }) => {
        const places = await standing;
        const text = await readFile(path, 'utf8');
        const contents = text.replace(/^import \{([^}]*)\} from '([^']+)';/gm, (statement, names, from) => {
          if (resolve(dirname(path), from) !== door) return statement;
          return names
            .split(',')
            .map((each) => each.trim())
            .filter((each) => each !== '' && !each.startsWith('type '))
            .map((each) => `import { ${each} } from ${JSON.stringify(places.get(each.split(' as ')[0]) ?? door)};`)
            .join(' ');
        });
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
