/**
 * The seam to etcd, in terms of the domain: what the rest of Setpoint needs from etcd,
 * and nothing else. Only this package knows jetcd and gRPC.
 * <p>
 * {@link io.setpoint.store.Store} reads some ranges at one revision and watches a range
 * from a revision; {@link io.setpoint.store.WritableStore} writes, in transactions only,
 * and keeps leases. A watch is one-shot: it ends at the first thing that goes wrong, says
 * what it was, and is resumed by whoever knows which revision comes next, which is the
 * mirror. Every call has a deadline, and fails with a subclass of
 * {@link io.setpoint.store.StoreException} that is a fact with a remedy: what etcd, gRPC
 * and jetcd call their failures is known to {@link io.setpoint.store.Failures} alone.
 * <p>
 * A {@link io.setpoint.store.JetcdStore} uses one client, a
 * {@link io.setpoint.store.Link}, until it is replaced because it looks dead or its
 * certificates have changed. {@link io.setpoint.store.Endpoints} leaves out members of
 * another cluster and those that do not serve requests.
 * <p>
 * Applications may rely on what a call that fails tells them, a
 * {@link io.setpoint.store.StoreException}, and on adding to calls by an
 * {@link io.setpoint.store.EtcdClientCustomizer} and observing them; the rest is
 * internal.
 */
@NullMarked
package io.setpoint.store;

import org.jspecify.annotations.NullMarked;
