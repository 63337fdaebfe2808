/** Both changed the same field: a person must decide. `theirs`: the fields as others left them. */
export class Clash<F extends object> extends Error {
  override readonly name = 'Clash'
  readonly theirs: F

  constructor(theirs: F) {
    super('Two people changed the same field')
    this.theirs = theirs
  }
}
