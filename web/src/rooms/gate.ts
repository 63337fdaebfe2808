/** Signalling passes through the page's own origin. */
export const gateUrl = () => window.location.origin.replace(/^http/, 'ws')

/** Answers 204 while the media server does. */
export const alivePath = '/rtc/alive'
