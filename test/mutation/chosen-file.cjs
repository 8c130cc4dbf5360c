/** Jest's `filter`: of the test files that match, only the one that file-by-file.mts asks for, or all. */
module.exports = (files) => {
	const chosen = process.env.MUTATION_TEST_FILE;
	return { filtered: files.filter((file) => !chosen || file === chosen) };
};
