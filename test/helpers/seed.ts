// Property tests take a new seed at every run and print it when they fail. With TEST_SEED all take that one, so that a
// run tells of the change at hand only, or a failure can be looked at again.
const seed = process.env['TEST_SEED']
if (seed !== undefined) {
  if (!/^-?\d+$/.test(seed)) throw new Error(`TEST_SEED is "${seed}"; it takes a whole number`)
  const { default: fc } = await import('fast-check')
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) })
}
