package io.sparksecrets.transfer;

/**
 * How secrets are written.
 *
 * @param overwrite whether another value that is there gives way
 * @param dryRun whether nothing is written
 * @param keepsFields whether the store keeps secrets as fields, of which this program writes only {@code value}
 */
public record TransferOptions(boolean overwrite, boolean dryRun, boolean keepsFields) {}
