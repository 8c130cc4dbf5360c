/** Property tests try the same values for every mutant, and fewer than they do alone. */
const fc = require('fast-check');

fc.configureGlobal({ seed: 1, numRuns: 30 });
