/** What the tests and their tools use and Node 20 does not have yet; what ships does without it. */
const fs = require('node:fs');

fs.globSync ??= require('glob').globSync;
