package io.setpoint.coordination;

import java.util.function.Supplier;

import io.setpoint.store.EtcdConnection;

/**
 * Knows how etcd is reached, whenever it is connected to.
 */
interface EtcdSource extends Supplier<EtcdConnection> {

}
