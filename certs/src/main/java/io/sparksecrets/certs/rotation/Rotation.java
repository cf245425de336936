package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.ServingCertificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the replicas share: the authority, the one certificate that all of them serve, and who else is trusted. Every change makes
 * another one; whichever replica first finds a change due writes it, and the Secret's resourceVersion sees to it that nobody else
 * does.
 *
 * <p>A new authority comes in three steps. At each of them, and between them, whatever any replica serves is issued by somebody
 * whom everybody trusts who was told at this step or the one before:
 *
 * <ol>
 *   <li>It is made and published as the successor; it issues nothing.
 *   <li>When it has been seen in every webhook configuration for {@link RotationPolicy#publishedFor}, it takes over and issues the
 *       certificate. The key of the one before is gone; its certificate stays published.
 *   <li>When the last certificate that the former authority issued has expired, it is not published any more. So it does not
 *       matter how long a replica goes on with a certificate that it took before: because it lost the API server, was suspended or
 *       is of an older version. Nobody has to say what he serves.
 * </ol>
 *
 * @param authority who issues certificates
 * @param leavesUntil when the last certificate that it has issued expires
 * @param leaf what is served
 * @param successor who will issue certificates
 * @param former who issued certificates of which some may still be served
 */
record Rotation(
        CertificateAuthority authority,
        Instant leavesUntil,
        ServingCertificate leaf,
        Optional<Successor> successor,
        List<Former> former) {

    /**
     * The next authority.
     *
     * @param publishedSince when it was first seen in every webhook configuration; empty while it is not
     */
    record Successor(CertificateAuthority authority, Optional<Instant> publishedSince) {}

    /**
     * An authority that issues nothing any more.
     *
     * @param until when the last certificate that it issued expires
     */
    record Former(X509Certificate certificate, Instant until) {}

    Rotation {
        former = List.copyOf(former);
    }

    /** A new authority and a certificate of it. */
    static Rotation begin(RotationPolicy policy, Instant now) {
        CertificateAuthority authority = CertificateAuthority.create(now, policy.authorityValidity());
        ServingCertificate leaf = issue(authority, policy, Set.of(), now);
        return new Rotation(authority, leaf.until(), leaf, Optional.empty(), List.of());
    }

    /** Everybody who is to be trusted, who issues first. */
    Set<X509Certificate> trusted() {
        Set<X509Certificate> trusted = new LinkedHashSet<>();
        trusted.add(authority.certificate());
        successor.ifPresent(next -> trusted.add(next.authority().certificate()));
        former.forEach(one -> trusted.add(one.certificate()));
        return trusted;
    }

    /** The same with one more who is trusted, for as long as certificates of his may be served. */
    Rotation trusting(X509Certificate another, Instant until) {
        if (former.stream()
                .anyMatch(
                        one -> one.certificate().equals(another) && one.until().isBefore(until))) {
            return new Rotation(authority, leavesUntil, leaf, successor, without(another)).trusting(another, until);
        }
        if (another.equals(authority.certificate()) && leavesUntil.isBefore(until)) {
            return new Rotation(authority, until, leaf, successor, former);
        }
        if (trusted().contains(another)) {
            return this;
        }
        List<Former> more = new ArrayList<>(former);
        more.add(new Former(another, until));
        return new Rotation(authority, leavesUntil, leaf, successor, more);
    }

    /**
     * The same with everybody in addition who is published and not expired, for the life of a certificate: when a Secret is
     * written anew, nobody knows what other replicas serve, but they serve nothing that was not published.
     */
    Rotation trusting(PublishedTrust published, RotationPolicy policy, Instant now) {
        Rotation rotation = this;
        for (X509Certificate one : published.all()) {
            Instant end = one.getNotAfter().toInstant();
            if (end.isAfter(now)) {
                Instant life = now.plus(policy.validity());
                rotation = rotation.trusting(one, life.isBefore(end) ? life : end);
            }
        }
        return rotation;
    }

    /**
     * What it is to become now; itself when nothing is due.
     *
     * @param published whom the API server trusts
     * @param jitter from 0 to 1, of this replica
     */
    Rotation advance(RotationPolicy policy, PublishedTrust published, Instant now, double jitter) {
        Rotation rotation = withoutExpired(policy, now);
        rotation = rotation.authority.until().isAfter(now) ? rotation : rotation.begunAnew(policy, now);
        rotation = rotation.withSuccessor(policy, published, now, jitter);
        return rotation.isLeafDue(policy, now, jitter) ? rotation.withNewLeaf(policy, now) : rotation;
    }

    /** When {@link #advance} has something to do next, unless what is published changes. */
    Instant nextChange(RotationPolicy policy, double jitter) {
        List<Instant> changes = new ArrayList<>();
        changes.add(RotationPolicy.renewal(CertificateAuthority.issuedAt(leaf.certificate()), leaf.until(), jitter));
        changes.add(successor
                .map(next -> next.publishedSince()
                        .map(since -> since.plus(policy.publishedFor()))
                        .orElse(Instant.MAX))
                .orElseGet(() -> RotationPolicy.renewal(authority.since(), authority.until(), jitter)));
        former.forEach(one -> changes.add(one.until().plus(policy.publishedFor())));
        return changes.stream().min(Instant::compareTo).orElseThrow();
    }

    /** The same with a successor, whether it is time for one or not. */
    Rotation withNewSuccessor(RotationPolicy policy, Instant now) {
        Successor next = new Successor(CertificateAuthority.create(now, policy.authorityValidity()), Optional.empty());
        return new Rotation(authority, leavesUntil, leaf, Optional.of(next), former);
    }

    private Rotation withoutExpired(RotationPolicy policy, Instant now) {
        Instant certain = now.minus(policy.publishedFor());
        List<Former> left =
                former.stream().filter(one -> !one.until().isBefore(certain)).toList();
        return left.size() == former.size() ? this : new Rotation(authority, leavesUntil, leaf, successor, left);
    }

    /** After the authority has expired, and so all that it issued, as when nothing ran for years. */
    private Rotation begunAnew(RotationPolicy policy, Instant now) {
        if (successor.isPresent() && successor.get().authority().until().isAfter(now)) {
            return succeeded(successor.get().authority(), policy, now).withoutExpired(policy, now);
        }
        Rotation anew = begin(policy, now);
        return new Rotation(anew.authority, anew.leavesUntil, anew.leaf, Optional.empty(), former);
    }

    private Rotation withSuccessor(RotationPolicy policy, PublishedTrust published, Instant now, double jitter) {
        if (successor.isEmpty()) {
            boolean due = !now.isBefore(RotationPolicy.renewal(authority.since(), authority.until(), jitter));
            return due ? withNewSuccessor(policy, now) : this;
        }
        CertificateAuthority next = successor.get().authority();
        Optional<Instant> since = successor.get().publishedSince();
        if (!published.holds(next.certificate())) {
            return since.isEmpty() ? this : withSuccessor(new Successor(next, Optional.empty()));
        }
        if (since.isEmpty()) {
            return withSuccessor(new Successor(next, Optional.of(now)));
        }
        return now.isBefore(since.get().plus(policy.publishedFor())) ? this : succeeded(next, policy, now);
    }

    private Rotation withSuccessor(Successor next) {
        return new Rotation(authority, leavesUntil, leaf, Optional.of(next), former);
    }

    private Rotation succeeded(CertificateAuthority next, RotationPolicy policy, Instant now) {
        List<Former> more = new ArrayList<>(former);
        more.addFirst(new Former(authority.certificate(), leavesUntil));
        ServingCertificate first = issue(next, policy, Set.of(), now);
        return new Rotation(next, first.until(), first, Optional.empty(), more);
    }

    private boolean isLeafDue(RotationPolicy policy, Instant now, double jitter) {
        Instant renewal =
                RotationPolicy.renewal(CertificateAuthority.issuedAt(leaf.certificate()), leaf.until(), jitter);
        return !now.isBefore(renewal) || !leaf.covers(policy.names());
    }

    private Rotation withNewLeaf(RotationPolicy policy, Instant now) {
        // Replicas that are configured differently, during a change, would otherwise issue in turns.
        Set<String> names = leaf.covers(policy.names()) ? Set.of() : leaf.names();
        ServingCertificate renewed = issue(authority, policy, names, now);
        Instant last = renewed.until().isAfter(leavesUntil) ? renewed.until() : leavesUntil;
        return new Rotation(authority, last, renewed, successor, former);
    }

    private List<Former> without(X509Certificate certificate) {
        return former.stream()
                .filter(one -> !one.certificate().equals(certificate))
                .toList();
    }

    private static ServingCertificate issue(
            CertificateAuthority authority, RotationPolicy policy, Collection<String> moreNames, Instant now) {
        Set<String> names = new LinkedHashSet<>(policy.names());
        names.addAll(moreNames);
        Duration rest = Duration.between(now, authority.until());
        return authority.issue(names, now, rest.compareTo(policy.validity()) < 0 ? rest : policy.validity());
    }
}
