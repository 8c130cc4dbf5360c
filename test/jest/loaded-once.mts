/** Leaves packages to Node, which loads each of them once a process; jest would load them anew for every test file. */
import type { SyncTransformer } from '@jest/transform';

/** The name of the global that holds Node's own `require` while tests run. */
export const LOADED_ONCE = 'requireOnce';

const transformer: SyncTransformer = {
	process: () => ({ code: `module.exports = ${LOADED_ONCE}(__filename);` }),
};

export default transformer;
