import { createLink } from '@tanstack/react-router'
import { ButtonAnchor } from '../ui/Button.tsx'

/** A link to a page that looks like a button. */
export const ButtonLink = createLink(ButtonAnchor)
