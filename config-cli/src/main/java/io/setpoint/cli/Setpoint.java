package io.setpoint.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The command line.
 *
 * @since 0.1.0
 */
@Command(name = "setpoint", mixinStandardHelpOptions = true, customSynopsis = "setpoint COMMAND [OPTIONS] ...",
		versionProvider = Setpoint.BuildVersion.class, sortOptions = false, usageHelpAutoWidth = true,
		header = "Configuration for Spring Boot on etcd: check it, publish it, roll it out.",
		optionListHeading = "%nOptions:%n", commandListHeading = "%nCommands:%n", parameterListHeading = "%n",
		footer = { "", "Exit status: 0 done, 1 refused, unhealthy or different, 2 usage,",
				"  3 conflict with somebody else's change, 4 etcd out of reach." },
		subcommands = { ValidateCommand.class, ImportCommand.class, ExportCommand.class, DiffCommand.class,
				GetCommand.class, PutCommand.class, DeleteCommand.class, EditCommand.class, PublishCommand.class,
				ApplyCommand.class, RolloutCommand.class, FleetCommand.class, VersionsCommand.class,
				HistoryCommand.class, SchemaCommand.class, CopyCommand.class, EncryptCommand.class,
				ContextsCommand.class, GenerateCompletion.class })
public final class Setpoint {

	private final Outside outside;

	@Mixin
	private final ConnectionOptions connection = new ConnectionOptions();

	@Option(names = "--output", paramLabel = "text|json", scope = ScopeType.INHERIT, defaultValue = "text",
			description = "text for people, or one JSON object for programs (default: text)")
	private Report output = Report.TEXT;

	private Setpoint(Outside outside) {
		this.outside = outside;
	}

	/**
	 * Run a command and end the process with its status.
	 * @param arguments the command
	 */
	public static void main(String[] arguments) {
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		System.setProperty("org.apache.commons.logging.LogFactory", "org.apache.commons.logging.impl.LogFactoryImpl");
		System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.Jdk14Logger");
		Outside outside = Outside.real();
		logTo(outside);
		int status = run(outside, arguments);
		outside.out().flush();
		Runtime.getRuntime().halt(status);
	}

	/**
	 * Say what the core warns of as people read it, and nothing of what clients log.
	 * @param outside has standard error
	 */
	private static void logTo(Outside outside) {
		LogManager.getLogManager().reset();
		Logger.getLogger("").setLevel(Level.OFF);
		Logger logger = LOGGER;
		logger.setLevel(Level.WARNING);
		logger.setUseParentHandlers(false);
		logger.addHandler(new RemarkHandler(outside));
	}

	private static final Logger LOGGER = Logger.getLogger("io.setpoint");

	/**
	 * Run a command.
	 * @param outside the world
	 * @param arguments the command
	 * @return the exit status
	 */
	static int run(Outside outside, String... arguments) {
		Setpoint setpoint = new Setpoint(outside);
		CommandLine line = line(setpoint);
		line.setExecutionStrategy(setpoint::execute);
		line.setParameterExceptionHandler((ex, args) -> setpoint.refuse(ex, args));
		return line.execute(arguments);
	}

	private static CommandLine line(Setpoint setpoint) {
		CommandLine line = new CommandLine(setpoint).setCaseInsensitiveEnumValuesAllowed(true)
			.setOut(setpoint.outside.writer(setpoint.outside.out()))
			.setErr(setpoint.outside.writer(setpoint.outside.err()))
			.setColorScheme(
					CommandLine.Help.defaultColorScheme(setpoint.outside.screen().coloured() ? Ansi.ON : Ansi.OFF))
			.setUsageHelpWidth(Math.max(setpoint.outside.screen().width(), 80));
		forEach(line, (command) -> {
			command.getCommandSpec().mixinStandardHelpOptions(true);
			command.getCommandSpec().usageMessage().abbreviateSynopsis(true).autoWidth(true).sortOptions(false);
		});
		CommandLine completion = Objects.requireNonNull(line.getSubcommands().get("generate-completion"));
		completion.getCommandSpec().usageMessage().description("prints the completion script for bash and zsh");
		return line;
	}

	private static void forEach(CommandLine line, Consumer<CommandLine> action) {
		line.getSubcommands().values().forEach((command) -> {
			action.accept(command);
			forEach(command, action);
		});
	}

	private int execute(ParseResult parsed) {
		Integer helped = CommandLine.executeHelpRequest(parsed);
		if (helped != null) {
			return helped;
		}
		ParseResult last = parsed;
		while (last.hasSubcommand()) {
			last = last.subcommand();
		}
		CommandSpec command = last.commandSpec();
		if (command.userObject() instanceof GenerateCompletion completion) {
			completion.run();
			return Status.DONE.code();
		}
		if (!(command.userObject() instanceof Task task)) {
			throw new ParameterException(command.commandLine(), "Say which command: " + commands(command));
		}
		Answer answer = answer(task);
		this.output.show(answer, this.outside);
		return answer.status().code();
	}

	private static String commands(CommandSpec command) {
		return String.join(", ", command.subcommands().keySet());
	}

	private Answer answer(Task task) {
		try (Desk desk = new Desk(this.outside, this.connection, this.output)) {
			return task.perform(desk);
		}
		catch (RuntimeException ex) {
			if (this.outside.variable("SETPOINT_DEBUG") != null) {
				ex.printStackTrace(this.outside.err());
			}
			return Failures.answer(ex);
		}
	}

	/**
	 * Answer what cannot be read as a command. Options may come after what is wrong, so
	 * that the form of the answer is looked for among the words.
	 * @param failure what is wrong
	 * @param arguments the words
	 * @return the exit status
	 */
	private int refuse(ParameterException failure, String[] arguments) {
		String words = String.join(" ", arguments).toLowerCase(Locale.ROOT);
		boolean json = words.contains("--output json") || words.contains("--output=json");
		String command = failure.getCommandLine().getCommandSpec().qualifiedName();
		String message = Objects.requireNonNullElse(failure.getMessage(), "That is no command").replaceAll("\\s+", " ");
		Answer answer = Answer.of(Status.USAGE, message + ". '" + command + " --help' says more");
		(json ? Report.JSON : Report.TEXT).show(answer, this.outside);
		return answer.status().code();
	}

	/**
	 * Says which build this is.
	 */
	static final class BuildVersion implements IVersionProvider {

		@Override
		public String[] getVersion() {
			@Nullable String version = Setpoint.class.getPackage().getImplementationVersion();
			return new String[] { "setpoint " + ((version != null) ? version : "(a build of one's own)"),
					"Java " + System.getProperty("java.version") };
		}

	}

	/**
	 * Shows warnings as remarks.
	 */
	private static final class RemarkHandler extends Handler {

		private final Outside outside;

		RemarkHandler(Outside outside) {
			this.outside = outside;
		}

		@Override
		public void publish(LogRecord record) {
			this.outside.remark("warning: " + record.getMessage());
		}

		@Override
		public void flush() {
			this.outside.err().flush();
		}

		@Override
		public void close() {
			flush();
		}

	}

}
