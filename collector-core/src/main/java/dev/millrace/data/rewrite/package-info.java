/**
 * Rewrites the attributes of every item, or of every resource, of a batch in one pass over its
 * bytes: what is not changed is copied in runs, what is changed is written with the lengths above
 * it put right, and a part in which nothing changes goes on as it stands.
 *
 * <p>For changes of other fields, or across items, there is {@link dev.millrace.data.edit}.
 */
@NullMarked
package dev.millrace.data.rewrite;

import org.jspecify.annotations.NullMarked;
