/**
 * The Content-Disposition of a file to keep: a plain ASCII name for old clients and the true one
 * beside it (RFC 6266, RFC 8187). Characters that a file system refuses become a dash.
 */
export function attachment(filename: string): string {
  const [, stem = '', extension = ''] =
    /^(.*?)(\.[a-z0-9]{1,5})?$/s.exec(filename.toWellFormed().replace(unsafe, '-')) ?? []
  const name = [...stem.trim()].slice(0, 120).join('') + extension
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/[^\x20-\x7e]/gu, '_')
    .replace(/["%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

const unsafe = /[\p{Cc}\p{Cf}/\\:*?"<>|]+/gu
