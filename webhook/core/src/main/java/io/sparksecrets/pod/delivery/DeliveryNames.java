package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.SparkPod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names delivery Secrets: HMAC-SHA256, under a key that the replicas share, over all that a Secret is for.
 *
 * <p>Validation computes the name again, so the name in a pod's annotation proves that the annotation was written here, for
 * this pod, with these references. Nobody else can make one, nor create a Secret of that name beforehand.
 */
public final class DeliveryNames {

    /** The shortest key, in bytes. */
    public static final int MIN_KEY_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "spark-secrets-";
    private static final int HASH_BYTES = 20;

    /**
     * Stays as long as the names of drivers and of pods that own their Secret do: nobody makes those again that are between
     * mutation and storage while the replicas are replaced.
     */
    private static final String FORMAT = "sparksecrets.io/delivery/1";

    private static final String CREATOR_FORMAT = "sparksecrets.io/creator/1";
    private static final int CREATOR_BYTES = 16;

    /** With the key in it and nothing else, to be cloned: half of what a name costs is to make one anew. */
    private final Mac keyed;

    /**
     * @param key at least {@value #MIN_KEY_BYTES} bytes
     * @throws IllegalArgumentException when the key is shorter
     */
    public DeliveryNames(byte[] key) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("the key for names of delivery Secrets has %d bytes; it needs %d"
                    .formatted(key.length, MIN_KEY_BYTES));
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The name for what a pod needs: {@code spark-secrets-} and 40 hexadecimal digits. */
    public String nameFor(
            String namespace, SparkPod pod, DeliveryOwner owner, String nonce, List<DeliveryEntry> entries) {
        Mac mac = mac();
        add(mac, FORMAT);
        add(mac, namespace);
        switch (owner) {
            case DeliveryOwner.Driver driver -> {
                add(mac, "driver");
                add(mac, pod.stableName());
                add(mac, driver.confMap());
                if (!driver.creator().isEmpty()) {
                    add(mac, driver.creator());
                }
            }
            case DeliveryOwner.Application application -> {
                add(mac, "application");
                add(mac, application.owner().uid());
                add(mac, application.id());
            }
            case DeliveryOwner.PodItself itself -> {
                add(mac, "pod");
                add(mac, pod.stableName());
            }
        }
        add(mac, nonce);
        for (DeliveryEntry entry : entries) {
            add(mac, entry.key());
            add(mac, entry.text());
        }
        return PREFIX + HexFormat.of().formatHex(mac.doFinal(), 0, HASH_BYTES);
    }

    /**
     * A keyed hash of who creates objects in a namespace, 32 hexadecimal digits: it tells whether two were created by the same
     * user, and nobody what the name is.
     */
    public String creator(String namespace, String username) {
        Mac mac = mac();
        add(mac, CREATOR_FORMAT);
        add(mac, namespace);
        add(mac, username);
        return HexFormat.of().formatHex(mac.doFinal(), 0, CREATOR_BYTES);
    }

    /** Whether a Secret's name has the form of those that are made here, which proves nothing. */
    public static boolean isDeliverySecret(String name) {
        return name.startsWith(PREFIX);
    }

    /** The length goes first, so that no two lists of texts give the same bytes. */
    private static void add(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
    }

    private Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be cloned", e);
        }
    }
}
