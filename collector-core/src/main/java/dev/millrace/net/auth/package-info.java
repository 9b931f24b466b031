/**
 * What authenticators and those who ask them share: how a client finds and asks one, secrets in
 * files that change, credentials that were found good.
 */
@NullMarked
package dev.millrace.net.auth;

import org.jspecify.annotations.NullMarked;
