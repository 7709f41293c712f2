package io.setpoint.test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.util.function.Function;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What {@link EtcdTest} does, for an etcd with settings of its own. It has to be a static
 * field:
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static final EtcdExtension etcd = EtcdExtension.of(EtcdServer.builder().rootPassword("secret"))
 * 	.put("/config/checkout/pricing/discount-percent", "15")
 * 	.property("setpoint.etcd.endpoints", (server) -&gt; server.connectString());
 * </pre>
 *
 * One etcd is started for each test class (shared with its nested classes) when the first
 * application context or test asks for it.
 *
 * @since 0.1.0
 */
public final class EtcdExtension
		implements BeforeAllCallback, BeforeEachCallback, TestInstancePreConstructCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(EtcdExtension.class);

	private final SharedEtcd.Template template;

	EtcdExtension() {
		this(new SharedEtcd.Template(EtcdServer::start));
	}

	private EtcdExtension(SharedEtcd.Template template) {
		this.template = template;
	}

	/**
	 * Create an extension that starts what the builder describes.
	 * @param builder the description
	 * @return the extension, to be registered in a static field
	 */
	public static EtcdExtension of(EtcdBuilder<?> builder) {
		return new EtcdExtension(new SharedEtcd.Template(builder::start));
	}

	/**
	 * Put a value before the application starts.
	 * @param key the key
	 * @param value the value
	 * @return this extension
	 */
	public EtcdExtension put(String key, String value) {
		this.template.put(key, value);
		return this;
	}

	/**
	 * Give the application a property, besides {@code setpoint.etcd.endpoints} or in its
	 * place.
	 * @param name the name of the property
	 * @param value gives the value once etcd runs
	 * @return this extension
	 */
	public EtcdExtension property(String name, Function<? super Etcd, String> value) {
		this.template.property(name, value);
		return this;
	}

	SharedEtcd.Template template() {
		return this.template;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		share(context, context.getRequiredTestClass());
	}

	/**
	 * Comes before all where one instance serves all tests of a class.
	 */
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factoryContext, ExtensionContext context) {
		share(context, factoryContext.getTestClass());
	}

	private void share(ExtensionContext context, Class<?> testClass) {
		SharedEtcd shared = SharedEtcd.forTestClass(testClass, this.template);
		context.getStore(NAMESPACE).computeIfAbsent(SharedEtcd.class, (key) -> shared, SharedEtcd.class);
		shared.adopt();
		shared.bindToThread();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		shared(context).bindToThread();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return Etcd.class.isAssignableFrom(parameter.getParameter().getType()) && !isAutowired(parameter);
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Etcd etcd = shared(context).etcd();
		Class<?> type = parameter.getParameter().getType();
		if (!type.isInstance(etcd)) {
			throw new ParameterResolutionException("A parameter of type " + type.getSimpleName()
					+ " is asked for, but the test runs on " + etcd + ". " + remedy(type));
		}
		return etcd;
	}

	private static String remedy(Class<?> type) {
		if (type == EtcdServer.class) {
			return "Faults and authentication need a real etcd: say so by @EtcdTest(mode = REAL), and install one "
					+ "(" + EtcdBinary.VARIABLE + " names a binary that is not on the PATH).";
		}
		return (type == EtcdCluster.class) ? "Say so by @EtcdTest(members = 3)."
				: "Say so by @EtcdTest(mode = IN_MEMORY).";
	}

	private static boolean isAutowired(ParameterContext parameter) {
		Executable executable = parameter.getDeclaringExecutable();
		return ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex())
				|| (executable instanceof Constructor<?>
						&& AnnotatedElementUtils.hasAnnotation(executable, Autowired.class));
	}

	private static SharedEtcd shared(ExtensionContext context) {
		SharedEtcd shared = context.getStore(NAMESPACE).get(SharedEtcd.class, SharedEtcd.class);
		if (shared == null) {
			throw new IllegalStateException("An EtcdExtension has to be registered in a static field.");
		}
		return shared;
	}

}
