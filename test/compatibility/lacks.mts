/** How a test begins to say that an engine does not have what it tries. */
export const LACKS = 'This engine lacks';
