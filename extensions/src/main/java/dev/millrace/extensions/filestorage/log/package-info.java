/**
 * An append-only, segmented log of batches.
 *
 * <p>A log is a directory. Each segment is a file of records, {@code <first
 * number>-<index>-<salt>.log}, and beside it a file of the numbers that are settled, {@code .ack}.
 * When all of a segment is settled its files are deleted: nothing is ever rewritten, and space
 * comes back as it is freed. Format version 1, all numbers big-endian:
 *
 * <pre>
 * segment  "MILLRLOG", version (4 bytes), index (4), first number (8), items before it (8), salt (8),
 *          CRC32C of these; then records
 * record   "MREC", version (1), signal (1), zero (2), number (8), items before it (8), items (4),
 *          length of the description (4), length of the payload (4), arrival in Unix nanoseconds (8),
 *          CRC32C of description and payload (4), CRC32C of the salt and these; description; payload
 * settled  index in the segment (4), CRC32C of the salt and the index (4)
 * </pre>
 *
 * <p>The salt is drawn for each segment: no payload can contain something that would pass for one
 * of its records, and no file of settled numbers can be taken for that of another segment.
 */
@NullMarked
package dev.millrace.extensions.filestorage.log;

import org.jspecify.annotations.NullMarked;
