/** Where things lie in the project. */
import { join } from 'node:path';

/** The project's own folder. */
export const PROJECT_FOLDER = join(import.meta.dirname, '..');
/** The folder of the full n8n, with its own package.json and lock file. Code beside it would import n8n's packages. */
export const N8N_FOLDER = join(import.meta.dirname, 'server');
/** Older versions of n8n's engine, a folder each, installed from lock files of their own as well. */
export const ENGINES_FOLDER = join(import.meta.dirname, 'engines');
/**
 * n8n's data. It lies within n8n's node_modules, so that the package, copied into it, finds n8n's own n8n-workflow as any
 * installed community package does, and that neither git nor lint look at the files that n8n makes there.
 */
export const DATA_FOLDER = join(N8N_FOLDER, 'node_modules', '.data');
/** The data of the n8n that the end-to-end run starts; beside the other, for the same reason. */
export const END_TO_END_FOLDER = join(N8N_FOLDER, 'node_modules', '.end-to-end');
/** The data of the n8n whose panels are opened, and of the one that README's pictures are taken of. */
export const PANELS_FOLDER = join(N8N_FOLDER, 'node_modules', '.panels');
export const PICTURES_FOLDER = join(N8N_FOLDER, 'node_modules', '.readme-pictures');
/** The data of the n8n in which the guide is followed. */
export const GUIDE_FOLDER = join(N8N_FOLDER, 'node_modules', '.guide');
/** The data of the n8n in queue mode. */
export const QUEUE_MODE_FOLDER = join(N8N_FOLDER, 'node_modules', '.queue-mode');
/** The data of the n8n that is watched for half an hour. */
export const SOAK_FOLDER = join(N8N_FOLDER, 'node_modules', '.soak');
/** The data of the n8n in which the benchmark runs. */
export const BENCH_FOLDER = join(N8N_FOLDER, 'node_modules', '.bench');
/** The example workflows. */
export const WORKFLOWS_FOLDER = join(PROJECT_FOLDER, 'workflows');
/** The examples that the packages of one vendor each bring along. */
export const PACKAGED_EXAMPLES_FOLDER = join(PROJECT_FOLDER, 'packages', 'examples');
/** The pictures that README shows. */
export const IMAGES_FOLDER = join(PROJECT_FOLDER, 'docs', 'images');
/** Pictures for a look only, which git does not keep. */
export const OUTPUT_FOLDER = join(PROJECT_FOLDER, 'output');
