/** The {@code basicauth} extension: names and passwords, asked for or sent. */
@NullMarked
package dev.millrace.extensions.basicauth;

import org.jspecify.annotations.NullMarked;
