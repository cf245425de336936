/**
 * What the replicas of one installation share: Secrets that whichever replica comes first creates, seen through a port, and the
 * loop that looks after them.
 *
 * <p>What such a Secret means, and the cluster's own client, do not belong here.
 */
@NullMarked
package io.sparksecrets.certs.installation;

import org.jspecify.annotations.NullMarked;
