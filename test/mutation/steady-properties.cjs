/** Property tests try the same values for every mutant, and fewer than they do alone. */
const fc = require('fast-check');

const MOST_RUNS = 50;
const { assert } = fc;
fc.configureGlobal({ seed: 1, numRuns: MOST_RUNS });
fc.assert = (property, { numRuns = MOST_RUNS, ...more } = {}) =>
	assert(property, { ...more, numRuns: Math.min(numRuns, MOST_RUNS) });
