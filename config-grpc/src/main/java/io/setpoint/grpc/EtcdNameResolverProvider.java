package io.setpoint.grpc;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executor;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.setpoint.naming.Directory;
import org.jspecify.annotations.Nullable;

/**
 * Knows what {@code etcd:///stock} is. All of a JVM share what gRPC knows, so a channel
 * of an application brings the directory of that application along; one that somebody
 * builds by hand is given that of the application that came first.
 */
final class EtcdNameResolverProvider extends NameResolverProvider {

	/**
	 * The directory of a channel.
	 */
	static final NameResolver.Args.Key<Directory> DIRECTORY = NameResolver.Args.Key
		.create("io.setpoint.grpc.directory");

	/**
	 * Less than that of DNS, which a target without a scheme is for.
	 */
	private static final int PRIORITY = 4;

	private final Directory directory;

	private final Addresses addresses = new Addresses();

	EtcdNameResolverProvider(Directory directory) {
		this.directory = directory;
	}

	@Override
	protected boolean isAvailable() {
		return true;
	}

	@Override
	protected int priority() {
		return PRIORITY;
	}

	@Override
	public String getDefaultScheme() {
		return EtcdTarget.SCHEME;
	}

	@Override
	public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
		return Set.of(InetSocketAddress.class);
	}

	@Override
	public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
		if (!EtcdTarget.SCHEME.equals(target.getScheme())) {
			return null;
		}
		Directory own = args.getArg(DIRECTORY);
		Directory directory = (own != null) ? own : this.directory;
		Executor offload = args.getOffloadExecutor();
		return new EtcdNameResolver(EtcdTarget.of(target, directory.root()).service(), directory, this.addresses,
				args.getSynchronizationContext(), (offload != null) ? offload : Runnable::run);
	}

}
