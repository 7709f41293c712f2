package io.setpoint.grpc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import io.setpoint.naming.Directory;
import io.setpoint.naming.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tells one channel which addresses its service has, whenever that changes. It is told
 * nothing before etcd was asked; then a service without instances has an empty list,
 * which fails no call that waits for one.
 */
final class EtcdNameResolver extends NameResolver {

	/**
	 * Says why there is nobody, in what comes with an empty list.
	 */
	static final Attributes.Key<String> ABSENCE = Attributes.Key.create("io.setpoint.grpc.absence");

	private final String service;

	private final Directory directory;

	private final Addresses addresses;

	private final SynchronizationContext context;

	private final Executor executor;

	private @Nullable Listener2 listener;

	private Directory.@Nullable Registration registration;

	private boolean named;

	private boolean looking;

	private boolean due;

	/**
	 * Create a resolver. Nothing happens until it is started.
	 * @param service the name of the service
	 * @param directory knows its instances
	 * @param addresses knows their addresses
	 * @param context everything happens in it
	 * @param executor runs what may take a while
	 */
	EtcdNameResolver(String service, Directory directory, Addresses addresses, SynchronizationContext context,
			Executor executor) {
		this.service = service;
		this.directory = directory;
		this.addresses = addresses;
		this.context = context;
		this.executor = executor;
	}

	/**
	 * Return the name of the service as it stands in an URI.
	 */
	@Override
	public String getServiceAuthority() {
		return URLEncoder.encode(this.service, StandardCharsets.UTF_8).replace("+", "%20");
	}

	@Override
	public void start(Listener2 listener) {
		this.listener = listener;
		this.registration = this.directory.listen((changed, endpoints) -> {
			if (changed.equals(this.service)) {
				this.executor.execute(() -> this.context.execute(this::look));
			}
		});
		look();
	}

	/**
	 * Costs nothing: what changes in etcd comes by itself. Only host names are looked up
	 * again.
	 */
	@Override
	public void refresh() {
		if (this.named) {
			look();
		}
	}

	private void look() {
		if (this.looking) {
			this.due = true;
			return;
		}
		this.looking = true;
		this.due = false;
		this.directory.find(this.service)
			.whenCompleteAsync((endpoints, failure) -> found((endpoints != null) ? endpoints : List.of()),
					this.executor);
	}

	private void found(List<Endpoint> endpoints) {
		List<EquivalentAddressGroup> groups = this.addresses.of(endpoints);
		boolean named = endpoints.stream().anyMatch(Addresses::isNamed);
		this.context.execute(() -> {
			this.looking = false;
			this.named = named;
			tell(groups);
			if (this.due) {
				look();
			}
		});
	}

	private void tell(List<EquivalentAddressGroup> groups) {
		if (this.listener != null) {
			Attributes attributes = groups.isEmpty() ? Attributes.newBuilder().set(ABSENCE, absence()).build()
					: Attributes.EMPTY;
			this.listener.onResult2(ResolutionResult.newBuilder()
				.setAddressesOrError(StatusOr.fromValue(groups))
				.setAttributes(attributes)
				.build());
		}
	}

	private String absence() {
		return "No instance of '" + this.service + "' is known: start one that registers below '"
				+ this.directory.root() + this.service + "/'"
				+ this.directory.staleSince()
					.map((since) -> ", and see to etcd, which is away since " + since)
					.orElse("");
	}

	@Override
	public void shutdown() {
		this.listener = null;
		this.due = false;
		if (this.registration != null) {
			this.registration.close();
			this.registration = null;
		}
	}

}
